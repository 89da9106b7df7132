/** Floor 3, hidden: what a lab asks of the machine and of the Java runtime: files of /proc, thread dumps, the platform. */
@NullMarked
package io.github.netnsjunit.lab.system;

import org.jspecify.annotations.NullMarked;
