// version/takedown.h
//
// An article that must not be published any more, whatever crawlers bring: its key is closed and
// emptied, its head stays as "removed" for ever, and its aliases keep leading there.
// The control candidate names the article by its id (guid: 32 hex digits) or by an address.
// Must not know: why.
#pragma once

#include "news/model.h"
#include "version/counters.h"
#include "version/records.h"
#include "version/rows.h"

namespace version {

Result<stream::Effects> take_down(const news::Candidate& candidate, const Publication& how,
                                  Rows& rows, Counts& counts);

}  // namespace version
