#pragma once
namespace news::clean {
int answer();
}  // namespace news::clean
namespace news::identity {
int answer();
}  // namespace news::identity
