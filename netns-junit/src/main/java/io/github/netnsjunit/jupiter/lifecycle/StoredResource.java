package io.github.netnsjunit.jupiter.lifecycle;

import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A resource that JUnit's Store closes under any configuration. With
 * {@code junit.jupiter.extensions.store.close.autocloseable.enabled=false} the Store closes only what is a
 * {@code CloseableResource}. That type is deprecated in favour of {@code AutoCloseable}, so this is both.
 */
@SuppressWarnings("deprecation")
interface StoredResource extends AutoCloseable, ExtensionContext.Store.CloseableResource {

    @Override
    void close();
}
