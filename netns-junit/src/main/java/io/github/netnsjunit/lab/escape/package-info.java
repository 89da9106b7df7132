/** Floor 3, hidden: finds what a test did outside its network, or in the network of a lab that is closed. */
@NullMarked
package io.github.netnsjunit.lab.escape;

import org.jspecify.annotations.NullMarked;
