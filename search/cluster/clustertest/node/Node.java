import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.Plugin;

/**
 * One OpenSearch node in a process of its own: its arguments are settings, each as key=value, path.home among them.
 * It lives as long as its standard input is open, so it ends with whoever started it, however that ends; it then closes the
 * node and removes path.home.
 */
public final class Node {
    /** The plug-ins that a distribution brings, without "Plugin", which 3.x calls "ModulePlugin". */
    private static final List<String> MODULES = List.of(
            "org.opensearch.analysis.common.CommonAnalysis",
            "org.opensearch.index.mapper.MapperExtras",
            "org.opensearch.index.reindex.Reindex",
            "org.opensearch.join.ParentJoin",
            "org.opensearch.painless.Painless",
            "org.opensearch.script.expression.Expression",
            "org.opensearch.search.aggregations.matrix.MatrixAggregation",
            "org.opensearch.transport.Netty4");

    private static volatile OpenSearchRunnerNode started;

    public static void main(String[] arguments) {
        try {
            Settings settings = settings(arguments);
            Path home = Path.of(settings.get("path.home"));
            Thread starter = Thread.currentThread();
            new Thread(() -> endWithInput(starter, home), "lifeline").start();
            Environment environment = InternalSettingsPreparer.prepareEnvironment(
                    settings, Map.of(), home.resolve("config"), () -> "node");
            OpenSearchRunnerNode node = new OpenSearchRunnerNode(environment, modules());
            node.start();
            started = node;
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void endWithInput(Thread starter, Path home) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
            starter.join(); // a node that is starting cannot be closed
            started.close();
            started.awaitClose(5, TimeUnit.SECONDS);
            remove(home);
        } catch (Throwable e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(0);
    }

    private static Settings settings(String[] arguments) {
        Settings.Builder builder = Settings.builder();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            builder.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return builder.build();
    }

    private static List<Class<? extends Plugin>> modules() throws ClassNotFoundException {
        List<Class<? extends Plugin>> found = new ArrayList<>();
        for (String module : MODULES) {
            found.add(module(module));
        }
        return found;
    }

    private static Class<? extends Plugin> module(String name) throws ClassNotFoundException {
        try {
            return Class.forName(name + "Plugin").asSubclass(Plugin.class);
        } catch (ClassNotFoundException e) {
            return Class.forName(name + "ModulePlugin").asSubclass(Plugin.class);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
