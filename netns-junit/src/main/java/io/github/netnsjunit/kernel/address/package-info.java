/** Floor 0, hidden: addresses of interfaces, as rtnetlink(7) adds, removes and lists them. */
@NullMarked
package io.github.netnsjunit.kernel.address;

import org.jspecify.annotations.NullMarked;
