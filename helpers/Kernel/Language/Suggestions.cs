using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CSharpKernel.Language;

/// <summary>Tells what may help with an error that the compiler's own words leave one alone with, in a notebook above all.</summary>
/// <param name="compilation">The cell, and those before it.</param>
internal sealed partial class Suggestions(Compilation compilation)
{
    private const string Outlives = "A cell's variables outlive it. Put braces around the lines, and this one ends with them.";

    /// <summary>What a program may say and a cell may not.</summary>
    private static readonly Dictionary<string, string> InsteadOf = new()
    {
        // A variable of a type that lives on the stack only.
        ["CS8345"] = Outlives,

        // An extension method in a class, and a block of extensions.
        ["CS1109"] = "An extension method of a cell stands outside of any class: static int Twice(this int n) => 2 * n;",
        ["CS9283"] = "An extension method of a cell stands outside of any class: static int Twice(this int n) => 2 * n;",

        // A namespace.
        ["CS7021"] = "Leave it out: what a cell declares needs none.",

        // What a source generator would have written, for [GeneratedRegex] or [LibraryImport].
        ["CS8795"] = "No source generator runs for a cell. Use what needs none, such as new Regex(…) or [DllImport].",

        // The word 'file'.
        ["CS9054"] = "Leave out 'file': what a cell declares is there for the cells behind it.",
    };

    private const string ForgottenAwait = "Is 'await' missing? This is a task, not its result.";
    private const string StackOnly = "A span cannot be shown, as it may not outlive the line. Show a copy: .ToArray() or .ToString().";
    private const string NotRun = "Has the cell that declares it been run?";
    private const string DeclaredTwice =
        "Its cell was run again after a type that it uses was declared anew: now there are two. Restart the kernel, and run the cells again.";
    private const string Outdated = "Its type has been declared anew since it was made: these are two types of one name. Run the cells that made it again.";
    private const int MaximalNamespaces = 2;

    private readonly VisibleNames _names = new(compilation);

    /// <summary>What may have been meant, or what to do; null if nothing can be told.</summary>
    public string? Of(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree is not { } tree) return null;
        if (InsteadOf.TryGetValue(diagnostic.Id, out var instead)) return instead;
        if (diagnostic.Id is "CS0825" or "CS0138" && IsBehindUsing(diagnostic.Location)) return Outlives;
        if (diagnostic.Id == "CS1525" && IsMagic(diagnostic.Location)) return "That is for IPython. #!lsmagic lists what there is here.";
        if (diagnostic.Id == "CS0201" && IsLast(diagnostic.Location)) return "Without the semicolon its value is shown.";
        if (diagnostic.Id == "CS0006") return OfReference(diagnostic.Location);
        if (diagnostic is { Severity: DiagnosticSeverity.Error, DefaultSeverity: DiagnosticSeverity.Warning })
            return $"To use it all the same, write in each such cell: #pragma warning disable {diagnostic.Id}";
        if (diagnostic.Id == "CS0121" && IsDeclaredTwice(diagnostic.Location)) return DeclaredTwice;
        if (diagnostic.Id is "CS0029" or "CS0030" or "CS0266" or "CS1503" && IsToItself(diagnostic)) return Outdated;
        if (diagnostic.Id is not ("CS0019" or "CS0023" or "CS0029" or "CS0103" or "CS0117" or "CS0246" or "CS0411" or "CS1061" or "CS1503")) return null;
        var node = tree.GetRoot().FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var model = compilation.GetSemanticModel(tree);
        if (diagnostic.Id == "CS0029" && IsLast(diagnostic.Location) && model.GetTypeInfo(node).Type is { IsRefLikeType: true }) return StackOnly;
        if (diagnostic.Id is "CS0019" or "CS0023" or "CS0029" or "CS1503") return OfTask(node, model);
        if (node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault() is not { } name) return null;
        return diagnostic.Id switch
        {
            "CS0103" => OfName(name, _ => true),
            "CS0246" when name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive =>
                directive.SemicolonToken.IsMissing ? Outlives : "Has the cell with its #r been run?",
            "CS0246" when name.Parent is PropertyDeclarationSyntax { Identifier.ValueText: "with" } =>
                $"Put the expression into parentheses: ({name} with {{ … }})",
            "CS0246" when _names.At(tree, name.SpanStart).Contains(name.Identifier.ValueText) =>
                $"There is a '{name}', but it is no type.",
            "CS0246" => OfName(name, known => !model.LookupNamespacesAndTypes(name.SpanStart, name: known).IsEmpty),
            "CS0411" => OfMember(name, model) is ForgottenAwait ? ForgottenAwait : null,
            _ => OfMember(name, model),
        };
    }

    /// <summary>Whether the word <c>using</c> stands before a place: a declaration that ends with its block, and a cell is none.</summary>
    private static bool IsBehindUsing(Location place)
    {
        var text = place.SourceTree!.GetText();
        var start = text.Lines.GetLineFromPosition(place.SourceSpan.Start).Start;
        return text.ToString(TextSpan.FromBounds(start, place.SourceSpan.Start)).TrimEnd().EndsWith("using", StringComparison.Ordinal);
    }

    /// <summary>Whether a line begins as the magics of Python's kernel do.</summary>
    private static bool IsMagic(Location place)
    {
        var line = place.SourceTree!.GetText().Lines.GetLineFromPosition(place.SourceSpan.Start).ToString().AsSpan().TrimStart();
        return line is ['%', >= 'a' and <= 'z', ..] or ['%', '%', >= 'a' and <= 'z', ..];
    }

    /// <summary>Whether what may be called differs only in the cells that have declared it, and its types.</summary>
    private bool IsDeclaredTwice(Location place)
    {
        var node = place.SourceTree!.GetRoot().FindNode(place.SourceSpan, getInnermostNodeForTie: true);
        var candidates = compilation.GetSemanticModel(place.SourceTree).GetSymbolInfo(node).CandidateSymbols;
        return candidates.Length > 1 && candidates.All(candidate => candidate.ContainingType is { IsScriptClass: true })
            && candidates.Select(candidate => candidate.ToDisplayString()).Distinct().Count() < candidates.Length;
    }

    /// <summary>Whether a value cannot become one of a type that looks the same: the compiler tells them apart by their cells at best.</summary>
    private static bool IsToItself(Diagnostic conversion) =>
        QuotedType().Matches(conversion.GetMessage(CultureInfo.InvariantCulture)) is [.., var from, var to]
        && from.Groups["type"].Value == to.Groups["type"].Value;

    [GeneratedRegex(@"'(?<type>[^']+?)( \[[^'\]]+\])?'")]
    private static partial Regex QuotedType();

    /// <summary>What <c>#r</c> names may be a package, or a framework, which is referenced as one; a path is told by its looks.</summary>
    private static string? OfReference(Location place)
    {
        var node = place.SourceTree!.GetRoot().FindNode(place.SourceSpan, findInsideTrivia: true);
        return node.FirstAncestorOrSelf<ReferenceDirectiveTriviaSyntax>()?.File.ValueText is { Length: > 0 } name
            && name.IndexOfAny(['/', '\\', ':']) < 0 && !name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? $"If it is a package or a framework, write #r \"nuget: {name}\"."
            : null;
    }

    private static bool IsLast(Location place) =>
        place.SourceTree!.GetRoot() is CompilationUnitSyntax { Members: [.., var last] } && last.Span.Contains(place.SourceSpan)
        && last is GlobalStatementSyntax { Statement: ExpressionStatementSyntax };

    private string OfName(SimpleNameSyntax name, Func<string, bool> fits)
    {
        var typed = name.Identifier.ValueText;
        var missing = NamespacesOf(name).Take(MaximalNamespaces).Select(space => $"'using {space};'").ToArray();
        if (missing.Length > 0)
            return $"Is {string.Join(" or ", missing)} missing? If an earlier cell has it, or declares '{typed}', run that cell first.";
        return NearestName.Of(typed, _names.At(name.SyntaxTree, name.SpanStart), fits) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : NotRun;
    }

    /// <summary>A task, or one side of an operator that is one, where its result may have been meant.</summary>
    private static string? OfTask(SyntaxNode node, SemanticModel model)
    {
        ExpressionSyntax?[] values = node switch
        {
            BinaryExpressionSyntax binary => [binary.Left, binary.Right],
            PrefixUnaryExpressionSyntax unary => [unary.Operand],
            ArgumentSyntax argument => [argument.Expression],
            _ => [node as ExpressionSyntax],
        };
        return values.Any(value => value is not null && ResultOf(model.GetTypeInfo(value).Type) is not null) ? ForgottenAwait : null;
    }

    private static ITypeSymbol? ResultOf(ITypeSymbol? type) => type is INamedTypeSymbol
    {
        Name: "Task" or "ValueTask",
        TypeArguments: [var result],
        ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } },
    }
        ? result
        : null;

    private string? OfMember(SimpleNameSyntax name, SemanticModel model)
    {
        var owner = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } => creation,
            _ => null,
        };
        if (owner is null) return null;
        var type = model.GetSymbolInfo(owner).Symbol as INamedTypeSymbol;
        var isStatic = type is not null;
        if ((type ?? model.GetTypeInfo(owner).Type) is not { } container) return null;
        if (!isStatic && ResultOf(container) is { } result && model.LookupSymbols(
            name.SpanStart, result, name.Identifier.ValueText, includeReducedExtensionMethods: true).Any(member => !member.IsStatic))
        {
            return ForgottenAwait;
        }

        if (container.ContainingType is { IsScriptClass: true } && model.LookupNamespacesAndTypes(name.SpanStart, name: container.Name)
            .OfType<INamedTypeSymbol>().Any(latest => latest.MemberNames.Contains(name.Identifier.ValueText)))
        {
            return Outdated;
        }

        if (!isStatic)
        {
            var missing = ExtendedBy(name.Identifier.ValueText, container).Take(MaximalNamespaces).Select(space => $"'using {space};'").ToArray();
            if (missing.Length > 0) return $"Is {string.Join(" or ", missing)} missing? If an earlier cell has it, run that cell first.";
        }

        var members = model.LookupSymbols(name.SpanStart, container, includeReducedExtensionMethods: !isStatic)
            .Where(member => member.CanBeReferencedByName && (member.IsStatic == isStatic || member is INamedTypeSymbol))
            .Select(member => member.Name)
            .Where(member => member != name.Identifier.ValueText)
            .Distinct();
        return NearestName.Of(name.Identifier.ValueText, members) is { } nearest ? $"Did you mean '{nearest}'?" : null;
    }

    /// <summary>The namespaces that have a public type of the name, the likeliest first.</summary>
    private IEnumerable<string> NamespacesOf(SimpleNameSyntax name)
    {
        var typed = name.Identifier.ValueText + (name.Parent is AttributeSyntax ? "Attribute" : "");
        return NamespacesWith(space => space.GetTypeMembers(typed, name.Arity).Any(type => type.DeclaredAccessibility == Accessibility.Public));
    }

    /// <summary>The namespaces that have an extension method of a name for a type, the likeliest first.</summary>
    private IEnumerable<string> ExtendedBy(string method, ITypeSymbol type) => NamespacesWith(space => space.GetTypeMembers()
        .Where(extensions => extensions is { MightContainExtensionMethods: true, DeclaredAccessibility: Accessibility.Public })
        .SelectMany(extensions => extensions.GetMembers(method).OfType<IMethodSymbol>())
        .Any(member => member.DeclaredAccessibility == Accessibility.Public && member.ReduceExtensionMethod(type) is not null));

    private IEnumerable<string> NamespacesWith(Func<INamespaceSymbol, bool> has)
    {
        return Under(compilation.GlobalNamespace)
            .Where(has)
            .Select(space => space.ToDisplayString())
            .OrderBy(space => space.StartsWith("Microsoft.", StringComparison.Ordinal))
            .ThenBy(space => space.Count(letter => letter == '.'))
            .ThenBy(space => space, StringComparer.Ordinal);

        static IEnumerable<INamespaceSymbol> Under(INamespaceSymbol space) =>
            space.GetNamespaceMembers().SelectMany(inner => Under(inner).Prepend(inner));
    }
}
