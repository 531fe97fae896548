package io.sluice.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelMathExtensions;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.sluice.type.Type;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The language of expressions: CEL with its extension libraries, and Sluice's additions. */
final class CelLanguage {

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .comprehensionMaxIterations(100_000)
          .maxExpressionCodePointSize(16_384)
          .maxParseRecursionDepth(64)
          .maxParseExpressionNodeCount(5_000)
          .build();

  private static final CelMathExtensions MATH = CelExtensions.math();
  private static final CelListsExtensions LISTS = CelExtensions.lists();

  private static final List<CelCompilerLibrary> LIBRARIES =
      List.of(
          CelExtensions.strings(),
          MATH,
          CelExtensions.sets(OPTIONS),
          CelExtensions.encoders(OPTIONS),
          CelExtensions.regex(),
          CelExtensions.optional(),
          CelExtensions.comprehensions(),
          CelExtensions.bindings());

  /** The macros that are not listed by a library. */
  private static final List<String> MACROS =
      List.of(
          "all",
          "cel.bind",
          "decimal",
          "exists",
          "exists_one",
          "filter",
          "has",
          "isSet",
          "map",
          "math.greatest",
          "math.least",
          "optFlatMap",
          "optMap",
          "sortBy",
          "transformList",
          "transformMap",
          "transformMapEntry");

  /** Without a schema, decimal results are dynamic, like the fields they come from. */
  private static final CelType UNTYPED = SimpleType.DYN;

  /** Compiles conditions. */
  static final CelCompiler CONDITIONS = untyped(SimpleType.BOOL);

  /** Compiles expressions that return values. */
  static final CelCompiler VALUES = untyped(SimpleType.DYN);

  private static final CelRuntime RUNTIME = runtime();

  private CelLanguage() {}

  /** Everything except the variables whose types depend on the schema. */
  private static CelCompilerBuilder language(CelMacro isSet, CelType decimal) {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addMacros(isSet)
        .addLibraries(LIBRARIES)
        .addVar("headers", MapType.create(SimpleType.STRING, SimpleType.DYN))
        .addVar("kafka", MapType.create(SimpleType.STRING, SimpleType.DYN))
        .addVar("now", SimpleType.TIMESTAMP)
        .addFunctionDeclarations(IsSet.declarations())
        .addFunctionDeclarations(TextFunctions.declarations())
        .addFunctionDeclarations(CelEquality.declarations())
        .addFunctionDeclarations(new DecimalFunctions(decimal).declarations())
        .addFunctionDeclarations(new MathFunctions(decimal).declarations());
  }

  /**
   * Without a schema, a list can contain anything. The library would infer the type of its elements
   * from the first use and reject a different one.
   */
  private static CelCompiler untyped(CelType result) {
    return language(IsSet.walking(), UNTYPED)
        .addMacros(LISTS.macros())
        .addFunctionDeclarations(LISTS.functions().stream().map(CelLanguage::ofAnything).toList())
        .addVar("message", SimpleType.DYN)
        .addVar("key", SimpleType.DYN)
        .addVar("this", SimpleType.DYN)
        .setResultType(result)
        .build();
  }

  private static CelFunctionDecl ofAnything(CelFunctionDecl function) {
    return CelFunctionDecl.newFunctionDeclaration(
        function.name(),
        function.overloads().stream()
            .map(
                overload ->
                    overload.toBuilder()
                        .setResultType(ofAnything(overload.resultType()))
                        .setParameterTypes(
                            overload.parameterTypes().stream()
                                .map(CelLanguage::ofAnything)
                                .collect(ImmutableList.toImmutableList()))
                        .build())
            .toList());
  }

  private static CelType ofAnything(CelType type) {
    if (type instanceof ListType list) {
      return ListType.create(ofAnything(list.elemType()));
    }
    return type instanceof TypeParamType ? SimpleType.DYN : type;
  }

  /** A compiler that knows the types of the variables, and keeps paths as they are. */
  static CelCompiler typed(ExpressionTypes types, Type message, Type key, Type self) {
    return language(IsSet.checking(), DecimalFunctions.TYPE)
        .addLibraries(LISTS)
        .addVar("message", types.of(message))
        .addVar("key", types.of(key))
        .addVar("this", types.of(self))
        .setTypeProvider(types)
        .setResultType(SimpleType.BOOL)
        .build();
  }

  /**
   * Replacements for CEL's functions come first, because CEL keeps the first of two functions for
   * one overload.
   */
  private static List<CelFunctionBinding> functions() {
    return Stream.of(
            IsSet.bindings(),
            CelEquality.bindings(),
            Order.bindings(),
            Budget.bindings(),
            new DecimalFunctions(UNTYPED).bindings(),
            new MathFunctions(UNTYPED).bindings(),
            MathFunctions.doubles(),
            ListFunctions.bindings(),
            BoundedFunctions.bindings(),
            RegexFunctions.bindings(),
            TextFunctions.bindings(),
            Metered.of(CelExtensions.strings()),
            Metered.of(CelExtensions.encoders(OPTIONS)),
            Metered.of(MATH),
            Metered.standard(OPTIONS))
        .flatMap(List::stream)
        .toList();
  }

  private static CelRuntime runtime() {
    return CelRuntimeFactory.legacyCelRuntimeBuilder()
        .setOptions(OPTIONS)
        .setStandardEnvironmentEnabled(false)
        .addFunctionBindings(FunctionFailure.guard(functions()))
        .addLibraries(CelExtensions.optional(), CelExtensions.comprehensions())
        .build();
  }

  /** Whether an expression is valid CEL, regardless of its constants. */
  static boolean isValid(String text) {
    return !CONDITIONS.compile(text).hasError();
  }

  /** The names of all functions and macros in source notation. */
  static SortedSet<String> functionNames() {
    SortedSet<String> names = new TreeSet<>(CelStandardDeclarations.getAllFunctionNames());
    names.addAll(CelExtensions.getAllFunctionNames());
    names.addAll(TextFunctions.tests().keySet());
    names.addAll(MACROS);
    // operators, and what macros are made of
    names.removeIf(name -> !name.matches("[A-Za-z][A-Za-z0-9.]*"));
    return names;
  }

  /**
   * Prepares a checked tree for evaluation.
   *
   * @throws CelEvaluationException if a function has no implementation
   */
  static CelRuntime.Program program(CelAbstractSyntaxTree tree) throws CelEvaluationException {
    return RUNTIME.createProgram(CelEquality.resolve(tree));
  }

  /** The tree of an expression without errors. */
  static CelAbstractSyntaxTree tree(CelCompiler compiler, String text) throws ExpressionException {
    try {
      return CelIssues.require(compiler.compile(text)).getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("there are no errors", e);
    }
  }
}
