#if 0
TEST(Hash, IsStable) {}
#endif
