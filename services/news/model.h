// news/model.h
//
// The words of the news rooms: event, article, candidate, history, publisher. Values only.
// Must not know: Kafka, RocksDB, HTML, JSON, the clock.
#pragma once

#include "news/article.h"     // IWYU pragma: export
#include "news/candidate.h"   // IWYU pragma: export
#include "news/change.h"      // IWYU pragma: export
#include "news/history.h"     // IWYU pragma: export
#include "news/publishers.h"  // IWYU pragma: export
