# SPDX-License-Identifier: Apache-2.0
# Every third-party library, as a SYSTEM target. Each has one home folder in the tree (docs/architecture.md).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(BROTLIENC REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(IDN2 REQUIRED IMPORTED_TARGET libidn2)
pkg_check_modules(TOMLPP REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(PSL REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)
find_library(CCTZ_LIBRARY cctz REQUIRED)
find_path(CCTZ_INCLUDE cctz/time_zone.h REQUIRED)
add_library(ks_cctz INTERFACE)
target_include_directories(ks_cctz SYSTEM INTERFACE ${CCTZ_INCLUDE})
target_link_libraries(ks_cctz INTERFACE ${CCTZ_LIBRARY})

# llhttp ships as C sources in Debian's node-llhttp. Strict mode is not its default there, and
# without it several request-smuggling vectors pass.
find_path(LLHTTP_SOURCE llhttp.c PATHS /usr/share/llhttp NO_DEFAULT_PATH REQUIRED)
find_path(LLHTTP_INCLUDE llhttp/llhttp.h PATHS /usr/share/include NO_DEFAULT_PATH)
add_library(llhttp STATIC ${LLHTTP_SOURCE}/llhttp.c ${LLHTTP_SOURCE}/http.c ${LLHTTP_SOURCE}/api.c)
target_include_directories(llhttp SYSTEM PUBLIC /usr/share/include /usr/share/include/llhttp)
target_compile_definitions(llhttp PUBLIC LLHTTP_STRICT_MODE=1)
target_compile_options(llhttp PRIVATE -w -O2)

# Standalone Asio, compiled once (edge/loop/asio_impl.cpp). Asio 1.22 does not see clang's coroutines by itself.
find_path(ASIO_INCLUDE asio.hpp REQUIRED)
add_library(ks_asio INTERFACE)
target_include_directories(ks_asio SYSTEM INTERFACE ${ASIO_INCLUDE})
# Asio finds aligned_alloc only where a standard header came before it; left alone, some files would allocate with it and
# others free with operator delete.
target_compile_definitions(ks_asio INTERFACE ASIO_STANDALONE ASIO_SEPARATE_COMPILATION ASIO_NO_DEPRECATED
  ASIO_DISABLE_STD_ALIGNED_ALLOC ASIO_HAS_CO_AWAIT=1 ASIO_HAS_STD_COROUTINE=1 ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE=16)
if(KS_SANITIZE MATCHES "thread")
  target_compile_definitions(ks_asio INTERFACE ASIO_DISABLE_FENCED_BLOCK)
endif()
target_link_libraries(ks_asio INTERFACE Threads::Threads)
if(KS_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
if(KS_BENCH)
  find_package(benchmark REQUIRED)
endif()
