#pragma once

namespace version {
int answer();
}  // namespace version
