# The few functions that every CMakeLists.txt of Haven uses.

# Judged by g++, the compiler of every build but the fuzzers'.
add_library(haven_warnings INTERFACE)
target_compile_options(haven_warnings INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion;-Werror>)

# haven_library(NAME SOURCES a.cpp … DEPENDS target …): a static library haven_NAME, alias haven::NAME.
function(haven_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  if(ARG_SOURCES)
    add_library(haven_${name} STATIC ${ARG_SOURCES})
    target_include_directories(haven_${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(haven_${name} PUBLIC ${ARG_DEPENDS} PRIVATE haven_warnings)
  else()
    add_library(haven_${name} INTERFACE)
    target_include_directories(haven_${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(haven_${name} INTERFACE ${ARG_DEPENDS})
  endif()
  add_library(haven::${name} ALIAS haven_${name})
endfunction()

# haven_uses_regex(a.cpp …): GCC 12 sees uninitialized memory within std::regex when it builds with
# sanitizers and -O1.
function(haven_uses_regex)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -Wno-maybe-uninitialized)
endfunction()

# haven_test(NAME SOURCES … DEPENDS …): one GoogleTest program; each TEST becomes a ctest of the same
# name. The optional word POSTGRES marks tests that need the server which ./dev test starts, KAFKA those
# that need its broker too (label kafka), and THREADS those that ./dev test --long also runs under ThreadSanitizer (they must link no gRPC).
add_custom_target(tsan_tests)
function(haven_test name)
  if(NOT HAVEN_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "POSTGRES;KAFKA;THREADS" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gmock GTest::gtest_main haven_warnings)
  set(labels unit)
  if(ARG_POSTGRES)
    set(labels postgres)
  endif()
  if(ARG_KAFKA)
    set(labels kafka)
  endif()
  if(ARG_THREADS)
    string(APPEND labels -threads)
    add_dependencies(tsan_tests ${name})
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${labels} TIMEOUT 300)
endfunction()

# haven_fuzz(NAME SOURCES … DEPENDS …): a target for libFuzzer (tests/fuzz/target.hpp). With
# HAVEN_FUZZ (preset fuzz, clang) the program fuzz_NAME; else the test fuzz_NAME_test, which runs
# tests/fuzz/corpus/NAME.hex once.
option(HAVEN_FUZZ "Build the fuzz targets with libFuzzer" OFF)
add_custom_target(fuzz_targets)
function(haven_fuzz name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  set(corpus ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name}.hex)
  if(HAVEN_FUZZ)
    add_executable(fuzz_${name} ${ARG_SOURCES})
    target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(fuzz_${name} PRIVATE ${ARG_DEPENDS})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    add_dependencies(fuzz_targets fuzz_${name})
  else()
    haven_test(fuzz_${name}_test SOURCES ${ARG_SOURCES} ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.cpp
      DEPENDS ${ARG_DEPENDS})
    if(TARGET fuzz_${name}_test)
      target_compile_definitions(fuzz_${name}_test PRIVATE
        HAVEN_FUZZ_NAME=Fuzz_${name} HAVEN_FUZZ_CORPUS="${corpus}")
      # A story names what it is about.
      target_compile_options(fuzz_${name}_test PRIVATE -Wno-missing-field-initializers)
    endif()
  endif()
endfunction()

# haven_proto(NAME FILES haven/x/v1/y.proto … [GRPC] [DEPENDS target …]): generated C++ as
# haven_proto_NAME, alias haven::proto_NAME. Generated headers are SYSTEM: our warnings skip them.
function(haven_proto name)
  cmake_parse_arguments(ARG "GRPC" "" "FILES;DEPENDS" ${ARGN})
  set(root ${CMAKE_SOURCE_DIR}/proto)
  set(out ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  set(generated)
  foreach(file ${ARG_FILES})
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    set(outputs ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(plugin)
    if(ARG_GRPC AND file MATCHES "_service\\.proto$")
      list(APPEND outputs ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      set(plugin --grpc_out=${out} --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    endif()
    add_custom_command(OUTPUT ${outputs}
      COMMAND protobuf::protoc -I ${root} --cpp_out=${out} ${plugin} ${root}/${file}
      DEPENDS ${root}/${file} COMMENT "protoc ${file}" VERBATIM)
    list(APPEND generated ${outputs})
  endforeach()
  add_library(haven_proto_${name} STATIC ${generated})
  target_include_directories(haven_proto_${name} SYSTEM PUBLIC ${out})
  target_link_libraries(haven_proto_${name} PUBLIC protobuf::libprotobuf ${ARG_DEPENDS})
  if(ARG_GRPC)
    target_link_libraries(haven_proto_${name} PUBLIC gRPC::grpc++)
    # A file that defines services and no messages is referenced by no symbol, yet the guard and
    # reflection look its descriptor up by name: the linker must not leave it out.
    foreach(file ${ARG_FILES})
      if(file MATCHES "_service\\.proto$")
        string(REPLACE "_" "_5f" symbol ${file})
        string(REPLACE "/" "_2f" symbol ${symbol})
        string(REPLACE "." "_2e" symbol ${symbol})
        target_link_options(haven_proto_${name} INTERFACE "LINKER:-u,descriptor_table_${symbol}")
      endif()
    endforeach()
  endif()
  # Whole: a file that only declares services registers its descriptor and nothing refers to it.
  add_library(haven_proto_${name}_whole INTERFACE)
  target_link_libraries(haven_proto_${name}_whole INTERFACE
    $<LINK_LIBRARY:WHOLE_ARCHIVE,haven_proto_${name}>)
  add_library(haven::proto_${name} ALIAS haven_proto_${name}_whole)
endfunction()

# haven_embed_sql(TARGET NAMESPACE file.sql …): compiles SQL files into TARGET as
# `std::span<const haven::SqlFile> NAMESPACE::sql_files()` in the order given (declared by
# "libs/postgres/sql_file.hpp"; the caller declares the function in its own header).
function(haven_embed_sql target namespace)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${target}_sql.cpp)
  set(inputs)
  foreach(file ${ARGN})
    list(APPEND inputs ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} "-DFILES=${inputs}"
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake
    DEPENDS ${inputs} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()

# haven_embed_text(TARGET NAMESPACE SYMBOL FILE): compiles a text into TARGET as the
# `extern const char* const NAMESPACE::SYMBOL`. FILE counts from the root.
function(haven_embed_text target namespace symbol file)
  set(in ${CMAKE_SOURCE_DIR}/${file})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${target}_${symbol}.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} -DSYMBOL=${symbol} -DFILE=${in}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    DEPENDS ${in} ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()

# haven_python_test(NAME MODULE): one unittest module of a package under tools/ as one ctest.
find_program(HAVEN_PYTHON NAMES /usr/bin/python3 python3 REQUIRED)
function(haven_python_test name module)
  if(NOT HAVEN_TESTS)
    return()
  endif()
  add_test(NAME ${name} COMMAND ${HAVEN_PYTHON} -m unittest ${module})
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 300 WORKING_DIRECTORY
    ${CMAKE_SOURCE_DIR}/tools ENVIRONMENT "PYTHONDONTWRITEBYTECODE=1")
endfunction()
