using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpKernel.Language;

/// <summary>
/// Finds and reads what <c>#load</c> names, and adds the gates of the cell that loads it, so that its loops can be stopped too.
/// </summary>
internal sealed class SourceResolver : SourceReferenceResolver
{
    private int? _gate;
    private Dictionary<string, EditedText> _loaded = [];

    /// <summary>A cell is to be compiled that will run.</summary>
    /// <param name="gate">The cell's number at the gate.</param>
    /// <returns>What will have been loaded by then, by path.</returns>
    public IReadOnlyDictionary<string, EditedText> Begin(int gate)
    {
        _gate = gate;
        return _loaded = [];
    }

    // Of a cell, or what a #line directive says: it need not be a file's.
    public override string NormalizePath(string path, string? baseFilePath) => path;

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        // Relative to the file that loads it; a cell, which is no file, loads relative to the working directory.
        if (Path.IsPathFullyQualified(path)) return Existing(Path.GetFullPath(path));
        var loading = string.IsNullOrEmpty(baseFilePath) ? null : WorkingFolder.TryResolve(baseFilePath);
        return Existing(loading is null ? Resolve(path) : Path.GetFullPath(path, Path.GetDirectoryName(loading)!));
    }

    public override Stream OpenRead(string resolvedPath)
    {
        if (_gate is not { } gate) return File.OpenRead(resolvedPath);
        var code = File.ReadAllText(resolvedPath);
        var text = new EditedText(code);
        GateWriter.Write(CSharpSyntaxTree.ParseText(code, SubmissionChain.ParseOptions).GetRoot(), gate, text, meaning: null);
        _loaded[resolvedPath] = text;
        return new MemoryStream(Encoding.UTF8.GetBytes(text.Apply()));
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static string? Existing(string? path) => File.Exists(path) ? path : null;

    // While a cell is typed, a file that cannot be found is all that there is to say.
    private string? Resolve(string path) => _gate is null ? WorkingFolder.TryResolve(path) : WorkingFolder.Resolve(path);
}
