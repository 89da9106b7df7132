package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.lab.waiting.Outside;
import java.net.Proxy;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okio.AsyncTimeout;

/** OkHttp inside a namespace. No other class here uses OkHttp, because it is an optional dependency. */
public final class NamespaceOkHttp {

    /**
     * What to tell users, followed by the name of the missing class, if this class cannot be loaded. The compiler
     * copies constants, so this text can be used without loading this class.
     */
    public static final String ABSENT =
            "OkHttp, or what it needs, is not on the class path. Add com.squareup.okhttp3:okhttp-jvm:5.x to the test"
                    + " dependencies (not okhttp, whose jar is empty under Maven). If it is on the module path, start Java with"
                    + " --add-modules okhttp3. Missing: ";

    /**
     * A time-out that never passes. One thread of Okio watches all time-outs: the thread that sets the first one starts
     * it, and it ends when there was none for a minute. This time-out is set by a thread outside and stays for ever, so
     * Okio never starts its thread inside a namespace.
     */
    private static final class NeverPassing extends AsyncTimeout {

        /** The thread that loads this class sets the time-out. So {@link Outside#call} must load it. */
        private static final NeverPassing INSTANCE = new NeverPassing();

        private NeverPassing() {
            timeout(36_500, TimeUnit.DAYS);
            enter();
        }

        static NeverPassing instance() {
            return INSTANCE;
        }
    }

    private NamespaceOkHttp() {}

    public static OkHttpClient client(NamespaceThreads threads) {
        Outside.call(NeverPassing::instance);
        return new OkHttpClient.Builder()
                .socketFactory(new NamespaceSockets.Clients(threads))
                .dns(threads::resolve)
                .proxy(Proxy.NO_PROXY) // the proxy of the machine cannot be reached from inside
                .dispatcher(new Dispatcher(threads.newPool()))
                .connectionPool(new ConnectionPool(5, 5, TimeUnit.MINUTES)) // OkHttp's defaults, but a pool of its own
                .fastFallback(false) // it connects on threads that all clients of OkHttp share
                // The first caller that needs those shared threads starts them: let that be a thread outside.
                .addInterceptor(chain -> Outside.call(() -> chain.proceed(chain.request())))
                .build();
    }

    public static void close(OkHttpClient client) {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
