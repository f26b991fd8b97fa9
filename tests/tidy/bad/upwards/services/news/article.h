#pragma once
namespace news {
int answer();
}  // namespace news
