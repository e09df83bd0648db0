using System.Text.Json;

namespace OrleansHybrid.Learning.Data;

/// <summary>Walks through the tokens of a JSON file of any size, with no more of it in memory than a block.</summary>
internal ref struct JsonFileReader
{
    private const int BlockBytes = 1 << 16;

    private readonly Stream _stream;
    private byte[] _block = new byte[BlockBytes];
    private int _filled;
    private bool _isLast;
    private Utf8JsonReader _reader;

    public JsonFileReader(Stream stream) => _stream = stream;

    public readonly JsonTokenType TokenType => _reader.TokenType;

    /// <summary>The property's name, or the text; null for another token.</summary>
    public readonly string? Text => _reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? _reader.GetString() : null;

    /// <summary>The whole number; null for another token.</summary>
    public readonly long? Number => _reader.TokenType is JsonTokenType.Number && _reader.TryGetInt64(out var number) ? number : null;

    /// <returns>False at the end of the file.</returns>
    /// <exception cref="JsonException">The file is no JSON.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool Read()
    {
        while (!_reader.Read())
        {
            if (_isLast) return false;
            Refill();
        }

        return true;
    }

    /// <summary>Passes over the rest of an array or an object that begins here; any other token is its own rest.</summary>
    /// <exception cref="JsonException">The file is no JSON.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Skip()
    {
        if (TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        var depth = _reader.CurrentDepth;
        while (Read() && _reader.CurrentDepth > depth)
        {
        }
    }

    private void Refill()
    {
        var rest = _block.AsSpan((int)_reader.BytesConsumed, _filled - (int)_reader.BytesConsumed);
        // A token that fills the block needs a larger one.
        var block = rest.Length == _block.Length ? new byte[2 * _block.Length] : _block;
        rest.CopyTo(block);
        var read = _stream.Read(block, rest.Length, block.Length - rest.Length);
        (_block, _filled, _isLast) = (block, rest.Length + read, read == 0);
        _reader = new(_block.AsSpan(0, _filled), _isLast, _reader.CurrentState);
    }
}
