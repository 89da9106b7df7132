/**
 * Floor 3, hidden: the threads that run code inside a namespace, what they see of the machine, and how code is handed to them;
 * the sockets and HTTP clients that work inside; and what the JUnit extension needs of a lab.
 */
@NullMarked
package io.github.netnsjunit.lab.inside;

import org.jspecify.annotations.NullMarked;
