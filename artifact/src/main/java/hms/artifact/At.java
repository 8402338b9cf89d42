package hms.artifact;

/// Where something stands: line and column from 1, and its path in the tree.
record At(int line, int column, Path path) {
    static final At FILE = new At(0, 0, Path.ROOT);

    Place place() {
        return new Place(line, column, path.text());
    }
}
