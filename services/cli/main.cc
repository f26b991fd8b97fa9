#include <unistd.h>

#include <exception>
#include <iostream>

#include "cli/exits.h"
#include "cli/verbs.h"

int main(int argc, char** argv) {
  cli::Io io{.in = std::cin,
             .out = std::cout,
             .err = std::cerr,
             .in_is_terminal = ::isatty(0) == 1,
             .out_is_terminal = ::isatty(1) == 1,
             .err_is_terminal = ::isatty(2) == 1,
             .environment = adapters::config::read_environment()};
  std::ios::sync_with_stdio(false);
  try {
    const auto command = cli::read_command_line({argv + 1, argv + argc}, io);
    if (const int* code = std::get_if<int>(&command)) return *code;
    const cli::Globals& globals = std::get<cli::Command>(command).globals;
    io.color = globals.color;
    io.progress = globals.progress;
    return cli::run_command(std::get<cli::Command>(command), io);
  } catch (const std::exception& error) {
    std::cerr << "dateline: " << error.what() << std::endl;
    return cli::kException;
  }
}
