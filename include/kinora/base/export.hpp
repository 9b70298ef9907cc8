#pragma once

/// Marks what libkinora.so exports; everything else is hidden.
#define KINORA_EXPORT __attribute__((visibility("default")))
