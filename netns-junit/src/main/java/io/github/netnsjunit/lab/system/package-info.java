/**
 * Floor 3, hidden: what a lab needs of the machine and of the Java runtime, and the exceptions for what they refuse.
 */
@NullMarked
package io.github.netnsjunit.lab.system;

import org.jspecify.annotations.NullMarked;
