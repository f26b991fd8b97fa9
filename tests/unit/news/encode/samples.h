// tests/unit/news/encode/samples.h
//
// Articles and versions of invented papers, filled in every field. Golden files hold their bytes.
#pragma once

#include "news/model.h"

namespace news::samples {

Article full_article();   // every field set
Article short_article();  // one paragraph, a local date without a zone
Article list_article();   // every kind of block, text that must be escaped
Candidate page_candidate();
Candidate withdrawal_candidate();
Candidate takedown_candidate();
HeadRow full_head_row();
TextRow full_text_row();
ArticleId some_id(std::uint8_t first);
Version corrected_version();  // revised, with a difference and a history
Version withdrawn_version();  // without an article

}  // namespace news::samples
