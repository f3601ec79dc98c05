using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Jupyter.Kernels;

/// <summary>
/// A kernel's program in the folder of its spec, where front ends find both. The program is a copy, so that it works also when
/// what it was built from is moved, cleaned or built anew.
/// </summary>
/// <param name="product">What is installed: by it, an installation is told from others' kernels of the same name.</param>
/// <param name="folder">The spec's folder; its own name is the kernel's.</param>
public sealed class KernelInstallation(string product, string folder)
{
    private const string ProductKey = "installed_by";
    private const string ProgramPrefix = "program-";
    private const string RemovedSuffix = ".removed";

    private static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

    /// <summary>The spec's folder.</summary>
    public string Folder => folder;

    /// <summary>The name under which front ends know the kernel.</summary>
    public string Name => Path.GetFileName(folder);

    /// <summary>Whether there is a kernel of this name at this place, whoever has put it there.</summary>
    public bool Exists => File.Exists(Path.Combine(folder, KernelSpec.FileName));

    /// <summary>Whether the kernel is an installation of this product.</summary>
    public bool IsOurs
    {
        get
        {
            try
            {
                return Exists && (string?)KernelSpec.Read(folder).Metadata[ProductKey] == product;
            }
            catch (Exception e) when (e is KernelSpecException or InvalidOperationException)
            {
                // Whatever this is, this product has not written it.
                return false;
            }
        }
    }

    /// <summary>Copies the program and writes the spec, over an earlier installation if there is one.</summary>
    /// <param name="program">The folder of the built program.</param>
    /// <param name="logos">A stream for each logo, by its file's name.</param>
    /// <param name="describe">Makes the spec, given the folder of the program's copy.</param>
    /// <exception cref="KernelSpecException">The files cannot be written.</exception>
    public void Install(string program, Func<string, Stream> logos, Func<string, KernelSpec> describe)
    {
        ArgumentNullException.ThrowIfNull(logos);
        ArgumentNullException.ThrowIfNull(describe);
        try
        {
            Directory.CreateDirectory(folder);
            var copy = Path.Combine(folder, ProgramPrefix + HashOf(program));
            var earlier = IsOurs ? Programs().Where(other => other != copy).ToArray() : [];
            if (!Directory.Exists(copy)) Copy(program, copy);
            foreach (var logo in Logos)
            {
                using var source = logos(logo);
                using var target = File.Create(Path.Combine(folder, logo));
                source.CopyTo(target);
            }

            // Last, and in one step: from here on front ends start the new program.
            var spec = describe(copy);
            var metadata = (JsonObject)spec.Metadata.DeepClone();
            metadata[ProductKey] = product;
            (spec with { Metadata = metadata }).Write(folder);

            // The last one before this is kept: kernels that run it may still have assemblies to load.
            foreach (var outdated in earlier.OrderByDescending(Directory.GetLastWriteTimeUtc).Skip(1)) TryRemove(outdated);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KernelSpecException($"The kernel cannot be installed in {folder}: {e.Message}", e);
        }
    }

    /// <summary>Removes what <see cref="Install"/> has made, and nothing else.</summary>
    /// <exception cref="KernelSpecException">The files cannot be removed.</exception>
    public void Uninstall()
    {
        try
        {
            foreach (var program in Programs()) Remove(program);
            foreach (var logo in Logos) File.Delete(Path.Combine(folder, logo));
            File.Delete(Path.Combine(folder, KernelSpec.FileName));
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KernelSpecException(
                $"The kernel cannot be removed from {folder}: {e.Message} If notebooks use it, close them and try again.", e);
        }
    }

    private string[] Programs() => Directory.GetDirectories(folder, ProgramPrefix + "*");

    private static void Copy(string program, string copy)
    {
        // Under another name until it is whole.
        var unfinished = copy + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        foreach (var file in Directory.EnumerateFiles(program, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(unfinished, Path.GetRelativePath(program, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Directory.Move(unfinished, copy);
        Directory.SetLastWriteTimeUtc(copy, DateTime.UtcNow);
    }

    private static void TryRemove(string program)
    {
        try
        {
            Remove(program);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still in use; a later installation removes it.
        }
    }

    private static void Remove(string program)
    {
        // A folder whose files are in use cannot be renamed where such files cannot be removed: so it goes whole or stays whole.
        var removed = program.EndsWith(RemovedSuffix, StringComparison.Ordinal) ? program : program + RemovedSuffix;
        if (removed != program) Directory.Move(program, removed);
        Directory.Delete(removed, recursive: true);
    }

    private static string HashOf(string program)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(program, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(program, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
