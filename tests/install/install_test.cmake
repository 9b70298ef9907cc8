# What a user of the library does: install it somewhere, find it with CMake and with pkg-config, build, run.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    string(REPLACE ";" " " command "${ARGN}")
    message(FATAL_ERROR "${command}\nended with ${result}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${WORK_DIR}")
file(MAKE_DIRECTORY "${WORK_DIR}")

# Moved after it is installed: nothing in it may know where it was.
run("${CMAKE_COMMAND}" --install "${BUILD_DIR}" --prefix "${WORK_DIR}/first")
file(RENAME "${WORK_DIR}/first" "${WORK_DIR}/prefix")
file(GLOB_RECURSE text_files "${WORK_DIR}/prefix/*.cmake" "${WORK_DIR}/prefix/*.pc" "${WORK_DIR}/prefix/*.hpp")
foreach(file IN LISTS text_files)
  file(READ "${file}" text)
  foreach(place IN ITEMS "${WORK_DIR}" "${BUILD_DIR}" "${CONSUMER_DIR}")
    string(FIND "${text}" "${place}" at)
    if(NOT at EQUAL -1)
      message(FATAL_ERROR "${file} holds the path ${place}: the package cannot be moved")
    endif()
  endforeach()
endforeach()

run("${CMAKE_COMMAND}" -S "${CONSUMER_DIR}" -B "${WORK_DIR}/consumer" -G Ninja "-DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix"
    "-DCMAKE_CXX_COMPILER=${CXX}" "-DCMAKE_BUILD_TYPE=${BUILD_TYPE}" "-DEXAMPLES_DIR=${EXAMPLES_DIR}")
run("${CMAKE_COMMAND}" --build "${WORK_DIR}/consumer")
run("${WORK_DIR}/consumer/consumer")
message("find_package(kinora): ${output}")

set(ENV{PKG_CONFIG_PATH} "${WORK_DIR}/prefix/${LIBDIR}/pkgconfig")
run(pkg-config --cflags --libs kinora)
separate_arguments(flags UNIX_COMMAND "${output}")
run("${CXX}" -std=c++20 "${CONSUMER_DIR}/main.cpp" -o "${WORK_DIR}/consumer_pkgconfig" ${flags} "-Wl,-rpath,${WORK_DIR}/prefix/${LIBDIR}")
run("${WORK_DIR}/consumer_pkgconfig")
message("pkg-config kinora: ${output}")
