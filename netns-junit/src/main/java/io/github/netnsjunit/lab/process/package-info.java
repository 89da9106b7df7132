/** Floor 3, hidden: how programs are started inside a namespace, watched, and ended with it. */
@NullMarked
package io.github.netnsjunit.lab.process;

import org.jspecify.annotations.NullMarked;
