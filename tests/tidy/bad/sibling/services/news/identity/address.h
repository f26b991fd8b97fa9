#pragma once
namespace news::identity {
int answer();
}  // namespace news::identity
