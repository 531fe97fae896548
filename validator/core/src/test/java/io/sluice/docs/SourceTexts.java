package io.sluice.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Texts in Java source: string literals that are prose, and javadoc. */
public final class SourceTexts extends TreePathScanner<@Nullable Void, @Nullable Void> {

  private static final Pattern PROSE = Pattern.compile("\\p{L}{2,} +\\p{L}+ +\\S+");
  private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal|value)[^}]*}");
  private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)? +(\\S+?)(?: +([^}]*))?}");
  private static final Pattern TAG = Pattern.compile("<[^>]+>");

  private final List<Text> texts = new ArrayList<>();
  private final DocTrees docs;
  private final CompilationUnitTree unit;

  private SourceTexts(DocTrees docs, CompilationUnitTree unit) {
    this.docs = docs;
    this.unit = unit;
  }

  /** The texts of the main code of every module. */
  public static List<Text> ofAllModules() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.sorted().toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return of(sources);
  }

  private static List<Text> of(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Text> texts = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        SourceTexts found = new SourceTexts(DocTrees.instance(task), unit);
        found.scan(unit, null);
        texts.addAll(found.texts);
      }
    }
    return texts;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
    addComment();
    return super.visitClass(tree, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
    addComment();
    return super.visitMethod(tree, null);
  }

  @Override
  public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
    addComment();
    return super.visitVariable(tree, null);
  }

  @Override
  public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
    StringBuilder joined = new StringBuilder();
    if (tree.getKind() == Tree.Kind.PLUS && join(tree, joined)) {
      addProse(tree, joined.toString());
      return null;
    }
    return super.visitBinary(tree, null);
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void unused) {
    if (tree.getValue() instanceof String text) {
      addProse(tree, text);
    }
    return null;
  }

  /** Joins a concatenation, with "X" for what is no literal; says whether it has a literal. */
  private static boolean join(ExpressionTree tree, StringBuilder joined) {
    if (tree instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
      boolean isLeftText = join(binary.getLeftOperand(), joined);
      boolean isRightText = join(binary.getRightOperand(), joined);
      return isLeftText || isRightText;
    }
    if (tree instanceof ParenthesizedTree inner) {
      return join(inner.getExpression(), joined);
    }
    if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
      joined.append(text);
      return true;
    }
    joined.append('X');
    return false;
  }

  private void addProse(Tree tree, String text) {
    if (PROSE.matcher(text).find()) {
      texts.add(new Text(where(tree), text));
    }
  }

  private void addComment() {
    DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
    if (comment == null) {
      return;
    }
    String where = where(getCurrentPath().getLeaf());
    texts.add(new Text(where, plain(comment.getFullBody())));
    comment.getBlockTags().stream()
        .filter(tag -> tag.getKind() != DocTree.Kind.SEE)
        .forEach(tag -> texts.add(new Text(where, plain(List.of(tag)))));
  }

  private static String plain(List<? extends DocTree> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part));
    String words = CODE.matcher(text).replaceAll("X");
    words = LINK.matcher(words).replaceAll("X");
    words = words.replaceAll("<(p|li|ul|ol|/li|pre)>", "\n\n");
    return TAG.matcher(words).replaceAll("");
  }

  private String where(Tree tree) {
    long start = docs.getSourcePositions().getStartPosition(unit, tree);
    return Path.of(unit.getSourceFile().toUri()).getFileName()
        + ":"
        + unit.getLineMap().getLineNumber(start);
  }
}
