#include <clocale>
int main() { setlocale(LC_ALL, ""); }
