/** Floor 3, hidden: a network of its own for the whole Java process. */
@NullMarked
package io.github.netnsjunit.lab.jvm;

import org.jspecify.annotations.NullMarked;
