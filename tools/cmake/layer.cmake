# SPDX-License-Identifier: Apache-2.0
# One static library a floor. Its include root holds only itself, so an include of a higher floor is
# "No such file": a compile error, not a review comment.

add_library(ks_options INTERFACE)
target_compile_options(ks_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
  -Wnon-virtual-dtor -Wnull-dereference -Werror -Wno-missing-field-initializers
  -fno-omit-frame-pointer "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
if(KS_SANITIZE)
  target_compile_options(ks_options INTERFACE -fsanitize=${KS_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(ks_options INTERFACE -fsanitize=${KS_SANITIZE})
endif()
if(KS_FUZZ)
  target_compile_options(ks_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_link_options(ks_options INTERFACE -fuse-ld=lld-19)

# ks_add_layer(NAME [DEPS target...]): the library ks_NAME of the folder NAME. Sub-folders add their
# sources with ks_sources().
function(ks_add_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPS")
  set(root "${CMAKE_BINARY_DIR}/include/${name}")
  file(MAKE_DIRECTORY "${root}")
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${name}" "${root}/${name}" SYMBOLIC)
  add_library(ks_${name} STATIC README.md)
  set_target_properties(ks_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(ks_${name} PUBLIC "${root}")
  target_link_libraries(ks_${name} PUBLIC ks_options ${arg_DEPS})
endfunction()

# ks_sources(FLOOR file...): lists the sources of the current sub-folder.
function(ks_sources floor)
  list(TRANSFORM ARGN PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  target_sources(ks_${floor} PRIVATE ${ARGN})
endfunction()

# ks_test(NAME SOURCES file... LIBS target...): a GoogleTest program, one ctest entry a test case.
function(ks_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ks_options ${arg_LIBS} GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE KS_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()

# ks_fuzz(NAME SOURCE LIBS target...): tests/fuzz/NAME_fuzz.cpp. Under KS_FUZZ a libFuzzer program,
# else a program that replays corpus/NAME and regress/NAME as a test.
function(ks_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBS")
  add_executable(fuzz_${name} ${name}_fuzz.cpp)
  target_link_libraries(fuzz_${name} PRIVATE ks_options ${arg_LIBS})
  if(KS_FUZZ)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE replay_main.cpp)
    add_test(NAME fuzz_replay_${name} COMMAND fuzz_${name} "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}" "${CMAKE_CURRENT_SOURCE_DIR}/regress/${name}")
  endif()
endfunction()
