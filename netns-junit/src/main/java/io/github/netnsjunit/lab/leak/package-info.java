/** Floor 3, hidden: what a test leaves behind in a network, to which product it belongs, and what to do about it. */
@NullMarked
package io.github.netnsjunit.lab.leak;

import org.jspecify.annotations.NullMarked;
