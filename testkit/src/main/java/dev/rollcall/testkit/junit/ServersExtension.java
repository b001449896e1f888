package dev.rollcall.testkit.junit;

import dev.rollcall.testkit.server.EmbeddedServer;
import dev.rollcall.testkit.server.Servers.Kind;
import dev.rollcall.testkit.server.TestServers;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the servers of a {@link RollcallServers} and hands them to parameters by their type. */
final class ServersExtension implements BeforeAllCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    List<Kind> kinds = kinds(context);
    TestServers.prepare(Set.copyOf(kinds));
    kinds.forEach(TestServers::get);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return EmbeddedServer.class.isAssignableFrom(type) && type != EmbeddedServer.class;
  }

  @Override
  public EmbeddedServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return kinds(context).stream()
        .map(TestServers::get)
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterResolutionException(
                    type.getSimpleName()
                        + " is not among the servers that @RollcallServers names: "
                        + kinds(context)));
  }

  /** Of the class, or of a class around it. */
  private static List<Kind> kinds(ExtensionContext context) {
    return Stream.<Class<?>>iterate(
            context.getRequiredTestClass(), type -> type != null, Class::getEnclosingClass)
        .flatMap(type -> Stream.ofNullable(type.getAnnotation(RollcallServers.class)))
        .findFirst()
        .map(servers -> List.of(servers.value()))
        .orElse(List.of());
  }
}
