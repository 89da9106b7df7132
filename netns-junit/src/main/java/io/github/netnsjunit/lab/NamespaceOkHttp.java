package io.github.netnsjunit.lab;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** OkHttp inside a namespace. This class alone knows OkHttp, which is optional. */
final class NamespaceOkHttp {

    private NamespaceOkHttp() {}

    static OkHttpClient client(NetworkNamespace namespace) {
        return new OkHttpClient.Builder()
                .socketFactory(namespace.socketFactory())
                .dns(namespace::resolveAll)
                .dispatcher(new Dispatcher(namespace.executor()))
                .connectionPool(
                        new ConnectionPool(5, 5, TimeUnit.MINUTES)) // OkHttp's own defaults, not its shared pool
                .fastFallback(false) // that would connect on threads that OkHttp shares between all clients
                // Those threads, and its timeouts', are born of whoever needs them first: here of one that stands
                // outside.
                .addInterceptor(chain -> Host.call(() -> chain.proceed(chain.request())))
                .build();
    }

    static void close(OkHttpClient client) {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
