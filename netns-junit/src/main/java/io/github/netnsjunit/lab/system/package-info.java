/**
 * Floor 3, hidden: what a lab asks of the machine and of the Java runtime (files of /proc, thread dumps, threads outside every
 * lab), how it waits and cleans up, and the exceptions for what the kernel refuses.
 */
@NullMarked
package io.github.netnsjunit.lab.system;

import org.jspecify.annotations.NullMarked;
