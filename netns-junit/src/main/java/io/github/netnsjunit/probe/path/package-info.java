/**
 * Floor 4, hidden: the way that packets take from a namespace to an address, and where it ends. Nothing is sent: the kernels of the
 * lab's namespaces are asked.
 */
@NullMarked
package io.github.netnsjunit.probe.path;

import org.jspecify.annotations.NullMarked;
