# Writes the word lists into one source file: cmake -DOUT=... -DLISTS=a.txt,b.txt -P words.cmake
# The lists are named, so that one more or one less is another command and runs again.
string(REPLACE "," ";" lists "${LISTS}")
set(text "// Written by words.cmake from words/*.txt.\n#include \"news/clean/words_data.h\"\n\n")
string(APPEND text "namespace news::clean {\n\nconst WordFile kWordFiles[] = {\n")
set(count 0)
foreach(path IN LISTS lists)
  file(READ ${path} content)
  get_filename_component(stem ${path} NAME_WE)
  string(APPEND text "    {\"${stem}\", R\"words(${content})words\"},\n")
  math(EXPR count "${count} + 1")
endforeach()
string(APPEND text "};\nconst std::size_t kWordFileCount = ${count};\n\n}  // namespace news::clean\n")
file(WRITE ${OUT} "${text}")
