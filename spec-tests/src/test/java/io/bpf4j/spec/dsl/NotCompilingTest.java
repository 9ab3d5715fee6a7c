package io.bpf4j.spec.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong programs that the Java compiler rejects, at the wrong place. */
class NotCompilingTest {
  private static final String BEFORE =
      """
      import static io.bpf4j.dsl.Types.*;
      import static io.bpf4j.dsl.XdpAction.*;
      import io.bpf4j.dsl.*;
      import io.bpf4j.dsl.net.*;
      class Program {
        static Object object() {
          return Bpf.object("test", bpf -> {
            var byU32 = bpf.hashMap("by_u32", U32, U64, 8);
            var byU64 = bpf.hashMap("by_u64", U64, U64, 8);
            var programs = bpf.progArray("programs", Xdp.class, 8);
            var filter = bpf.socketFilter("filter", f -> f.ret(SnapLength.KEEP));
            bpf.xdp("program", xdp -> {
              var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
              var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_PASS);
              var port = xdp.rxQueueIndex();
      """;
  private static final String AFTER =
      """

              xdp.ret(XDP_PASS);
            });
          });
        }
      }
      """;

  @TempDir private Path classes;

  private List<Diagnostic<? extends JavaFileObject>> errors(String statement) throws IOException {
    String source = BEFORE + statement + AFTER;
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = javac.getStandardFileManager(found, Locale.ROOT, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      List<String> options = List.of("-cp", System.getProperty("java.class.path"));
      javac.getTask(new StringWriter(), files, found, options, null, List.of(file)).call();
    }
    List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>(found.getDiagnostics());
    errors.removeIf(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.ERROR);
    return errors;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          byU64.lookup(port.toU64()).ifPresent(n -> n.atomicAdd(1));
          xdp.when(eth.get(Ethernet.PROTOCOL).eq(Ethernet.ETH_P_IP), () -> xdp.ret(XDP_DROP));
          byU32.lookup(ip.get(Ipv4.SOURCE).toHost()).ifPresent(n -> n.atomicAdd(1));
          """)
  void rightProgramsCompile(String statement) throws IOException {
    assertThat(errors(statement)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a U32 key for a map of U64 keys
          byU64.lookup(port);                              | U32 cannot be converted to U64
          # a network-order number for a key in host order
          byU32.lookup(ip.get(Ipv4.SOURCE));               | no suitable method found for lookup(Be32)
          # an order of numbers whose bytes are swapped
          ip.get(Ipv4.SOURCE).lt(5);                       | cannot find symbol
          # arithmetic of different types
          port.add(port.toU64());                          | U64 cannot be converted to U32
          # the value of a map without asking whether it is there
          byU32.lookup(port).atomicAdd(1);                 | cannot find symbol
          # a header without asking whether the packet has it
          xdp.packet(Udp.LAYOUT).after(ip).get(Udp.SOURCE); | cannot find symbol
          # the field of another header
          eth.get(Ipv4.SOURCE);                            | Field<Ipv4,Be32> cannot be converted
          # what another program type returns
          xdp.ret(SnapLength.KEEP);                        | SnapLength cannot be converted
          # a helper that the program type lacks
          xdp.currentPidTgid();                            | cannot find symbol
          # a program of another type in a table of XDP programs
          programs.set(0, filter);                         | cannot be converted to Program<Xdp>
          # a comparison as a number
          port.add(port.eq(1));                            | Condition cannot be converted
          """)
  void wrongProgramsDoNot(String statement, String message) throws IOException {
    List<Diagnostic<? extends JavaFileObject>> errors = errors(statement);
    assertThat(errors).hasSize(1);
    long line = BEFORE.lines().count() + 1;
    assertThat(errors.get(0).getLineNumber()).isEqualTo(line);
    // An overloaded method's message names the types in full.
    String text =
        errors.get(0).getMessage(Locale.ROOT).replaceAll("io\\.bpf4j\\.dsl\\.(net\\.)?", "");
    assertThat(text).contains(message);
  }
}
