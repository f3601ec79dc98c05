using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;

namespace CSharpKernel.Language;

/// <summary>
/// The cells that later cells can see, each compiled against those before it. They are run here, and not by Roslyn's scripting, so
/// that what a cell declared before it failed or was interrupted is not lost.
/// </summary>
internal sealed class SubmissionChain
{
    /// <summary>The namespaces and types whose names every cell may use as they are.</summary>
    public static readonly IReadOnlyList<string> Imports =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        "Microsoft.DotNet.Interactive.Kernel",
    ];

    // The compiler stumbles over an extension block that stands in a cell, after it has said that it must not stand there.
    private const string DocumentationFailed = "CS1569";

    private static readonly EmitOptions PortableSymbols = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly CellLoadContext _loadContext;
    private readonly ReferenceResolver _references;
    private readonly SourceResolver _sources = new();
    private readonly List<Submission> _submissions = [];
    private readonly ConcurrentDictionary<Assembly, CellSources> _texts = [];

    // Where the next cell is compiled: with what cells use most, and with all that it may use.
    private EmptyCell _next;
    private Lazy<EmptyCell> _nextWithAll;
    private Lazy<ImmutableArray<MetadataReference>> _allReferences;
    private volatile bool _tipHasUnusual;
    private object?[] _states = new object?[64];

    public SubmissionChain(CellLoadContext loadContext, ReferenceResolver references)
    {
        _loadContext = loadContext;
        _references = references;
        _next = EmptyCell.First(ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.CSharp14)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithAllowUnsafe(true)
            .WithImports(Imports)
            .WithMetadataResolver(references)
            .WithSourceResolver(_sources)
            .WithReferences(references.Usual));
        _nextWithAll = WithUnusual(_next);
        _allReferences = new Lazy<ImmutableArray<MetadataReference>>(() => [.. references.Usual, .. references.Unusual]);
    }

    /// <summary>Where the next cell is compiled if it may use all assemblies. Safe to use while a cell is compiled or run.</summary>
    public EmptyCell Next => Volatile.Read(ref _nextWithAll).Value;

    /// <summary>Finds what <c>#r</c> names.</summary>
    public ReferenceResolver Resolver => _references;

    /// <summary>The assemblies that the next cell may use, besides those that it or an earlier one names.</summary>
    public ImmutableArray<MetadataReference> References => _allReferences.Value;

    /// <summary>The files that cells use and that others have taken the places of since.</summary>
    public IEnumerable<string> ReplacedFiles => _loadContext.Replaced;

    /// <summary>How text of the dialect is read.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>Makes assemblies on disk available to the cells that are compiled from now on.</summary>
    public void AddReferences(IEnumerable<string> paths)
    {
        MetadataReference[] added =
            [.. paths.Select(path => _references.Read(CellLoadContext.FindShared(path)?.Location ?? path)).Except(References)];
        ImmutableArray<MetadataReference> all = [.. References, .. added];
        Volatile.Write(ref _allReferences, new Lazy<ImmutableArray<MetadataReference>>(all));
        Continue(_next.WithReferences(added));
    }

    /// <summary>
    /// Compiles a cell against those before it; nothing runs yet and the chain stays as it is. Tries it without the assemblies
    /// that cells seldom use, which takes half the time; what they miss then is an error.
    /// </summary>
    /// <param name="code">The code.</param>
    /// <param name="number">The cell's number.</param>
    /// <param name="gate">The cell's number at the gate.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="file">The file that the code comes from; null if it is the cell's own.</param>
    /// <exception cref="CompilationException">The cell has errors.</exception>
    public Submission Compile(string code, int number, int gate, CancellationToken cancellation, string? file = null)
    {
        try
        {
            return Compile(code, number, gate, hasUnusual: false, file, cancellation);
        }
        catch (CompilationException) when (!_tipHasUnusual)
        {
            return Compile(code, number, gate, hasUnusual: true, file, cancellation);
        }
    }

    private Submission Compile(string code, int number, int gate, bool hasUnusual, string? file, CancellationToken cancellation)
    {
        var loaded = _sources.Begin(gate);
        var path = file ?? string.Create(CultureInfo.InvariantCulture, $"cell {number}");
        var place = hasUnusual ? Next : _next;
        var tree = Parse(code, path, cancellation);
        var root = tree.GetCompilationUnitRoot(cancellation);
        var text = new EditedText(code);
        GateWriter.Write(root, gate, text, new Lazy<SemanticModel>(() => place.With(tree).GetSemanticModel(tree)));
        var declares = Declares(root);
        var compilation = place.With(Parse(text.Apply(), path, cancellation));
        if (!declares) compilation = OnOneThread(compilation);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(assembly, symbols, options: PortableSymbols, cancellationToken: cancellation);
        var sources = new CellSources(path, text, loaded);
        var messages = new CompilerMessages(sources, isFile: file is not null, compilation);
        Type? type = null;
        if (!emitted.Success)
        {
            // Emitting fails also where there is nothing to emit: using directives and comments alone make no code.
            var errors = emitted.Diagnostics
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != DocumentationFailed)
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .ToArray();
            if (errors.Length > 0) throw new CompilationException(errors, messages);
        }
        else
        {
            assembly.Position = symbols.Position = 0;
            var submission = _loadContext.LoadSubmission(assembly, symbols);
            _texts[submission] = sources;
            type = submission.GetType(compilation.ScriptClass!.MetadataName);
        }

        return new Submission(compilation, type)
        {
            HasUnusual = hasUnusual,
            Declares = declares,
            EndsInExpression = root.Members.LastOrDefault() is GlobalStatementSyntax
            {
                Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true },
            },
            Warnings = [.. emitted.Diagnostics.Where(messages.IsWarning)
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).SelectMany(messages.Describe)],
        };
    }

    /// <summary>Reads text of the dialect.</summary>
    public static SyntaxTree Parse(string code, string path, CancellationToken cancellation = default) =>
        CSharpSyntaxTree.ParseText(code, ParseOptions, path, Encoding.UTF8, cancellation);

    /// <summary>A cell that declares nothing is small, and to share the work among threads takes longer than to do it.</summary>
    private static CSharpCompilation OnOneThread(CSharpCompilation compilation) =>
        compilation.WithOptions(compilation.Options.WithConcurrentBuild(false));

    private void Continue(EmptyCell next)
    {
        _next = next;
        Volatile.Write(ref _nextWithAll, _tipHasUnusual ? new Lazy<EmptyCell>(next) : WithUnusual(next));
    }

    private Lazy<EmptyCell> WithUnusual(EmptyCell cell) => new(() => cell.WithReferences(_references.Unusual));

    /// <summary>Starts a compiled cell. Whatever comes of it, later cells see what it declares.</summary>
    public Task<object?> Start(Submission submission)
    {
        var slot = _submissions.Count + 1;
        if (submission.Declares)
        {
            _tipHasUnusual |= submission.HasUnusual;
            Continue(_next.Behind(submission.Compilation));
            if (submission.Type is not null) _submissions.Add(submission);
        }

        if (submission.Type is null) return Task.FromResult<object?>(null);
        if (slot >= _states.Length) Array.Resize(ref _states, 2 * slot);
        _states[slot] = null;
        return submission.Type.GetMethod("<Factory>")!.CreateDelegate<Func<object?[], Task<object?>>>()(_states);
    }

    /// <summary>The variables of all cells, the last of a name only.</summary>
    public IReadOnlyList<(string Name, Type Type, object? Value)> GetVariables()
    {
        var variables = new Dictionary<string, (string, Type, object?)>();
        for (var i = 0; i < _submissions.Count; i++)
        {
            if (_states[i + 1] is not { } state) continue;
            foreach (var name in _submissions[i].VariableNames)
            {
                if (state.GetType().GetField(name) is { } field) variables[name] = (name, field.FieldType, field.GetValue(state));
            }
        }

        return [.. variables.Values];
    }

    /// <summary>The texts that an assembly was compiled from; null if it is no cell's.</summary>
    public CellSources? FindSources(Assembly assembly) => _texts.GetValueOrDefault(assembly);

    /// <summary>A text that an assembly of this name was compiled from, as the compiler knows it; null if it is no cell's.</summary>
    public EditedText? FindText(string assembly, string name) =>
        _texts.Where(text => text.Key.GetName().Name == assembly).Select(text => text.Value.Find(name)).FirstOrDefault(text => text is not null);

    /// <summary>
    /// Whether later cells could refer to anything that a cell says. If not, it need not stay in the chain, whose length
    /// makes every compilation slower.
    /// </summary>
    private static bool Declares(CompilationUnitSyntax root) =>
        root.Usings.Count > 0
        || root.Externs.Count > 0
        || root.ContainsDirectives
        || root.Members.Any(member => member is not GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax } statement
            || statement.DescendantNodes().Any(node => node is SingleVariableDesignationSyntax));
}
