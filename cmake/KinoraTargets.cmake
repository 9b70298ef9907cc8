# kinora_module, kinora_test, kinora_fuzzer: the ways in which this project declares targets.

find_program(KINORA_CCACHE ccache)
if(PROJECT_IS_TOP_LEVEL AND KINORA_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${KINORA_CCACHE}")
endif()

# Sources are compiled in batches: headers are read and templates instantiated once a batch. The sources still compile one by one (the presets
# dev and tidy, script/nightly); a batch only asks that names of anonymous namespaces differ within a module (docs/performance.md).
option(KINORA_UNITY "Compile the sources of a target in batches" ON)
set(KINORA_UNITY_BATCH 16 CACHE STRING "The number of sources in a batch")

# Every target is compiled with these; they never reach a consumer.
add_library(kinora_build_flags INTERFACE)
target_compile_features(kinora_build_flags INTERFACE cxx_std_20)
target_compile_options(kinora_build_flags INTERFACE
  -Wall -Wextra -Wno-missing-field-initializers  # designated initialisers name what differs from the defaults
  -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # g++ 12 finds it in its own std::string's operator+ (its bug 105651)
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${KINORA_UNITY}>>:-Wno-subobject-linkage>  # it takes the sources of a batch for headers
  -ffp-contract=off  # the same bytes from both compilers' optimisers
  $<$<BOOL:${KINORA_WERROR}>:-Werror>)
if(KINORA_SANITIZE)
  target_compile_options(kinora_build_flags INTERFACE -fsanitize=${KINORA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(kinora_build_flags INTERFACE -fsanitize=${KINORA_SANITIZE})
  # Highway's kernels for each instruction set take minutes with sanitizers: the baseline and AVX2 stand for all, the release tests every one.
  target_compile_definitions(kinora_build_flags INTERFACE "HWY_DISABLED_TARGETS=(HWY_SSSE3|HWY_SSE4|HWY_AVX3|HWY_AVX3_DL|HWY_SVE|HWY_SVE2|HWY_SVE_256|HWY_SVE2_128|HWY_RVV)")
endif()

# kinora_compile_in_batches(TARGET): files that Highway includes once more for each instruction set stay alone.
function(kinora_compile_in_batches target)
  if(NOT KINORA_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${KINORA_UNITY_BATCH})
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_filename_component(path "${source}" ABSOLUTE)
    if(EXISTS "${path}")
      file(STRINGS "${path}" dispatches REGEX "hwy/foreach_target\\.h" LIMIT_COUNT 1)
      if(dispatches)
        set_source_files_properties("${source}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
        if(KINORA_SANITIZE MATCHES "fuzzer")  # no fuzzer looks for paths in a kernel
          set_property(SOURCE "${source}" APPEND PROPERTY COMPILE_OPTIONS -fno-sanitize=fuzzer-no-link)
        endif()
      endif()
    endif()
  endforeach()
endfunction()

# What is generated before compiling depends on this: tools that read the sources without building them (script/lint) make it first.
add_custom_target(kinora_generated)

# kinora_module(NAME [SOURCES ...] [DEPENDS module ...] [PUBLIC_LIBS lib ...] [LIBS lib ...])
# One static library a module. DEPENDS are the edges of ARCHITECTURE.md; LIBS are third parties its sources use.
function(kinora_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PUBLIC_LIBS;LIBS" ${ARGN})
  list(TRANSFORM arg_DEPENDS PREPEND kinora_)
  if(NOT arg_SOURCES)
    add_library(kinora_${name} INTERFACE)
    target_include_directories(kinora_${name} INTERFACE "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(kinora_${name} INTERFACE ${arg_DEPENDS} ${arg_PUBLIC_LIBS} ${arg_LIBS})
    return()
  endif()
  add_library(kinora_${name} STATIC ${arg_SOURCES})
  set_property(GLOBAL APPEND PROPERTY KINORA_MODULES kinora_${name})
  set_target_properties(kinora_${name} PROPERTIES
    POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  kinora_compile_in_batches(kinora_${name})
  target_include_directories(kinora_${name} PUBLIC "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(kinora_${name} PUBLIC ${arg_DEPENDS} ${arg_PUBLIC_LIBS} PRIVATE ${arg_LIBS} kinora_build_flags)
endfunction()

# kinora_test(NAME SOURCES ... [DEPENDS module ...] [LIBS lib ...] [LABEL unit|e2e|slow] [THREADS])
# One GoogleTest program; each of its cases is a test of ctest. THREADS: they start threads, so that ThreadSanitizer runs them too
# (label `threads`, target kinora_thread_tests).
add_custom_target(kinora_thread_tests)
function(kinora_test name)
  cmake_parse_arguments(arg "THREADS" "LABEL" "SOURCES;DEPENDS;LIBS" ${ARGN})
  list(TRANSFORM arg_DEPENDS PREPEND kinora_)
  if(NOT arg_LABEL)
    set(arg_LABEL unit)
  endif()
  if(arg_THREADS)
    string(APPEND arg_LABEL "-threads")  # gtest_discover_tests takes no list of labels, and ctest -L is a regular expression
    add_dependencies(kinora_thread_tests ${name}_tests)
  endif()
  add_executable(${name}_tests ${arg_SOURCES})
  kinora_compile_in_batches(${name}_tests)
  set_target_properties(${name}_tests PROPERTIES CXX_EXTENSIONS OFF)
  target_include_directories(${name}_tests PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${name}_tests PRIVATE KINORA_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_compile_options(${name}_tests PRIVATE $<$<CONFIG:Release>:-O1>)  # compiled far more often than they run
  target_link_libraries(${name}_tests PRIVATE ${arg_DEPENDS} ${arg_LIBS} kinora_build_flags GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name}_tests TEST_PREFIX "${name}." NO_PRETTY_VALUES PROPERTIES LABELS "${arg_LABEL}" TIMEOUT 600 DISCOVERY_TIMEOUT 60)
endfunction()

# kinora_fuzzer(NAME SOURCE file DEPENDS module ...)
# A libFuzzer harness with clang; with other compilers the same harness replays its corpus. The seeds lie in fuzz/corpus/NAME/.
set(KINORA_FUZZ_SECONDS 5 CACHE STRING "How long ctest lets each fuzz harness look for new inputs")
function(kinora_fuzzer name)
  cmake_parse_arguments(arg "" "SOURCE" "DEPENDS;LIBS" ${ARGN})
  list(TRANSFORM arg_DEPENDS PREPEND kinora_)
  set(corpus "${PROJECT_SOURCE_DIR}/fuzz/corpus/${name}")
  if(NOT IS_DIRECTORY "${corpus}")
    message(FATAL_ERROR "The fuzz harness ${name} has no seeds: put at least one small file into fuzz/corpus/${name}/")
  endif()
  add_executable(fuzz_${name} ${arg_SOURCE})
  target_link_libraries(fuzz_${name} PRIVATE ${arg_DEPENDS} ${arg_LIBS} kinora_build_flags)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    set(found "${CMAKE_CURRENT_BINARY_DIR}/found/${name}")
    file(MAKE_DIRECTORY "${found}")
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    add_test(NAME fuzz.${name} COMMAND fuzz_${name} -max_total_time=${KINORA_FUZZ_SECONDS} -rss_limit_mb=2048 -timeout=10
             -artifact_prefix=${found}.crash- "${found}" "${corpus}")
  else()
    target_sources(fuzz_${name} PRIVATE "${PROJECT_SOURCE_DIR}/fuzz/replay_main.cpp")
    add_test(NAME fuzz.${name} COMMAND fuzz_${name} "${corpus}")
  endif()
  math(EXPR timeout "${KINORA_FUZZ_SECONDS} + 120")
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT ${timeout})
endfunction()
