/**
 * Floor 6, hidden: makes the lab of a test and closes it, runs the bodies of the test in its namespaces, and injects
 * the lab and its namespaces into parameters and fields.
 */
@NullMarked
package io.github.netnsjunit.jupiter.lifecycle;

import org.jspecify.annotations.NullMarked;
