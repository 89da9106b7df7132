/** The live network of one test and its immutable description. */
@NullMarked
package io.github.netnsjunit.lab;

import org.jspecify.annotations.NullMarked;
