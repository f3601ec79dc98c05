using System.Text;
using System.Xml.Linq;

namespace CSharpKernel.Language.Intelligence;

/// <summary>Turns the elements of documentation into text, plain or in Markdown.</summary>
internal sealed class DocumentationText(bool markdown)
{
    private readonly StringBuilder _text = new();

    /// <summary>What an element says.</summary>
    public static string Of(XElement element, bool markdown)
    {
        var writer = new DocumentationText(markdown);
        foreach (var node in element.Nodes()) writer.Write(node);
        return writer._text.ToString().Trim();
    }

    private void Write(XNode node)
    {
        switch (node)
        {
            case XText text:
                WriteText(text.Value);
                break;
            case XElement element:
                WriteElement(element);
                break;
        }
    }

    private void WriteElement(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "see" or "seealso" when element.IsEmpty || element.Value.Length == 0:
                WriteCode(ReferenceOf(element));
                break;
            case "paramref" or "typeparamref":
                WriteCode((string?)element.Attribute("name") ?? "");
                break;
            case "c":
                WriteCode(element.Value);
                break;
            case "code":
                Break();
                _text.Append(markdown ? "```csharp\n" : "").Append(Unindent(element.Value)).Append(markdown ? "\n```" : "");
                Break();
                break;
            case "para" or "p":
                Break();
                WriteNodes(element);
                Break();
                break;
            case "br":
                _text.Append('\n');
                break;
            case "item":
                _text.Append("\n- ");
                WriteItem(element);
                break;
            case "list":
                Break();
                WriteNodes(element);
                Break();
                break;
            case "b" or "strong" when markdown:
                _text.Append("**");
                WriteNodes(element);
                _text.Append("**");
                break;
            case "i" or "em" when markdown:
                _text.Append('*');
                WriteNodes(element);
                _text.Append('*');
                break;
            default:
                WriteNodes(element);
                break;
        }
    }

    private void WriteItem(XElement item)
    {
        var term = item.Element("term");
        if (term is not null) WriteNodes(term);
        if (term is not null && item.Element("description") is not null) _text.Append(": ");
        WriteNodes(item.Element("description") ?? (term is null ? item : new XElement("none")));
    }

    private void WriteNodes(XElement element)
    {
        foreach (var child in element.Nodes()) Write(child);
    }

    /// <summary>Prose, whose line breaks mean nothing.</summary>
    private void WriteText(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character)) _text.Append(character);
            else if (_text.Length > 0 && !char.IsWhiteSpace(_text[^1])) _text.Append(' ');
        }
    }

    private void WriteCode(string code) => _text.Append(markdown ? $"`{code}`" : code);

    /// <summary>Begins a paragraph.</summary>
    private void Break()
    {
        while (_text.Length > 0 && char.IsWhiteSpace(_text[^1])) _text.Length--;
        if (_text.Length > 0) _text.Append("\n\n");
    }

    /// <summary>What an element refers to, by a short name: <c>String.Length</c> of <c>P:System.String.Length</c>.</summary>
    public static string ReferenceOf(XElement element)
    {
        if ((string?)element.Attribute("langword") is { } word) return word;
        if ((string?)element.Attribute("href") is { } address) return address;
        var id = (string?)element.Attribute("cref") ?? "";
        if (id.IndexOf(':', StringComparison.Ordinal) is not 1) return id;
        var isType = id[0] is 'T' or 'N' or '!';
        var name = id[2..].Split('(')[0];
        var parts = name.Split('.').Select(part => part.Split('`')[0]).ToArray();
        return string.Join('.', parts[^Math.Min(parts.Length, isType ? 1 : 2)..]).Replace(".#ctor", "", StringComparison.Ordinal);
    }

    private static string Unindent(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : line.Trim()));
    }
}
