/** Floor 3, hidden: code inside a namespace: the threads that enter it and stay, what they see of the machine, and how bodies are handed to them. */
@NullMarked
package io.github.netnsjunit.lab.inside;

import org.jspecify.annotations.NullMarked;
