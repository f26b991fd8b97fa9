// TEST(Hash, IsStable) {}
