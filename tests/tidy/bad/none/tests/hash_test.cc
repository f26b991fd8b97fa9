TEST(Hash, IsStable) {}
