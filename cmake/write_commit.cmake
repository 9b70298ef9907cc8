# cmake -DSOURCE=… -DHEADER=… -P write_commit.cmake: a header that names the commit, written anew only if it differs.
find_package(Git QUIET)
set(commit "")
if(GIT_FOUND)
  execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --short=12 HEAD WORKING_DIRECTORY "${SOURCE}"
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(commit)
  # The reports that the benchmarks write are no sources.
  execute_process(COMMAND "${GIT_EXECUTABLE}" diff --quiet HEAD -- . ":(exclude)bench/*.md" WORKING_DIRECTORY "${SOURCE}"
    RESULT_VARIABLE differs OUTPUT_QUIET ERROR_QUIET)
  if(differs)
    string(APPEND commit "-dirty")
  endif()
endif()
set(text "#pragma once\n\n#define KINORA_COMMIT \"${commit}\"\n")
set(old "")
if(EXISTS "${HEADER}")
  file(READ "${HEADER}" old)
endif()
if(NOT text STREQUAL old)
  file(WRITE "${HEADER}" "${text}")
endif()
