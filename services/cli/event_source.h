// cli/event_source.h
//
// Events for `clean`: the lines of files and of stdin, or one event wrapped around a bare page
// (.html) or dump (.txt), whose bytes go in as base64, so that their charset is cleaning's to
// judge. Must not know: what an event means.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/command_line.h"

namespace cli {

// "events.jsonl:17", or the file's name.
using EachEvent = std::function<void(std::string_view event, const std::string& place)>;

// In the order of the files; blank lines, and what `dead list --out` tells of a letter, are
// skipped. Fault: unreadable_file, missing_url.
base::Result<base::Done> each_event(const CleanFlags& flags, std::istream& in,
                                    const EachEvent& each);

}  // namespace cli
