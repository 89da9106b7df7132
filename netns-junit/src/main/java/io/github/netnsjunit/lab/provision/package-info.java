/**
 * Floor 3, hidden: performs the steps that the parts of a topology ask for, undoes them, and decides in which order they come and which
 * of them share a datagram. Knows no kind of part.
 */
@NullMarked
package io.github.netnsjunit.lab.provision;

import org.jspecify.annotations.NullMarked;
