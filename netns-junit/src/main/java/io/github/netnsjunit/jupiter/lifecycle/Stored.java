package io.github.netnsjunit.jupiter.lifecycle;

import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What JUnit's Store closes, in both ways that it knows: it can be told not to close what is only {@code AutoCloseable}
 * ({@code junit.jupiter.extensions.store.close.autocloseable.enabled=false}), and would leave every network behind.
 */
@SuppressWarnings("deprecation")
public interface Stored extends AutoCloseable, ExtensionContext.Store.CloseableResource {

    @Override
    void close();
}
