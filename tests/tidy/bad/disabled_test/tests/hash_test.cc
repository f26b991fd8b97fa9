TEST(Hash, DISABLED_IsStable) {}
