using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpKernel.Language;

/// <summary>
/// Finds and reads what <c>#load</c> names, and adds the gates of the cell that loads it, so that its loops can be stopped too.
/// </summary>
internal sealed class SourceResolver : SourceReferenceResolver
{
    /// <summary>The gate of the cell that is being compiled; null if it will not run.</summary>
    public int? Gate { get; set; }

    public override string? NormalizePath(string path, string? baseFilePath) => ResolveReference(path, baseFilePath);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        // Relative to the file that loads it; a cell, which is no file, loads relative to the working directory.
        var folder = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : Directory.GetCurrentDirectory();
        var full = Path.GetFullPath(path, folder);
        return File.Exists(full) ? full : null;
    }

    public override Stream OpenRead(string resolvedPath)
    {
        if (Gate is not { } gate) return File.OpenRead(resolvedPath);
        var code = File.ReadAllText(resolvedPath);
        var text = new EditedText(code);
        GateWriter.Write(CSharpSyntaxTree.ParseText(code, SubmissionChain.ParseOptions).GetRoot(), gate, text, meaning: null);
        return new MemoryStream(Encoding.UTF8.GetBytes(text.Apply()));
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
