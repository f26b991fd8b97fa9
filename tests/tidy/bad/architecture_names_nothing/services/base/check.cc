namespace base {
int answer();
}  // namespace base
